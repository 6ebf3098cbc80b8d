"use strict";

const { token } = document.getElementById("reference").dataset;
document.getElementById("authorize").hidden = Boolean(token);

const ui = SwaggerUIBundle({
  url: "/_emulator/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  displayOperationId: true,
  displayRequestDuration: true,
  // How well each statement is known stands in words of `x-`.
  showExtensions: true,
  defaultModelsExpandDepth: 0,
  // The validator is somebody else's service.
  validatorUrl: null,
  onComplete: () => {
    if (token) ui.preauthorizeApiKey("bearer", token);
  },
});
