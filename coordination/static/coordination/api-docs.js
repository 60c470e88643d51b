// Draws the API's document. The validator of the library would ask a foreign site: it is off.
(() => {
  const place = document.getElementById("api");
  SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: true,
    validatorUrl: null,
    supportedSubmitMethods: [],
  });
})();
