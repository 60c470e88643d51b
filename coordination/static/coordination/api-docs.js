// Draws the API's document. The validator of the library would ask a foreign site: it is off.
// Groups are closed at first: from 150 lines on, the library draws only those now in sight, and
// the browser's own search then finds no others.
(() => {
  const place = document.getElementById("api");
  SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: true,
    docExpansion: "none",
    validatorUrl: null,
    supportedSubmitMethods: [],
  });
})();
