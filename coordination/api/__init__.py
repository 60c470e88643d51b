"""The API under ``/api/v1/``: the same steps and the same sight as the pages."""
