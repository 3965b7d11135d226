import { httpRouter } from "convex/server";
import { httpAction } from "./_generated/server";

// What is reached at the HTTP actions URL of the deployment.
const http = httpRouter();

http.route({
  path: "/health",
  method: "GET",
  handler: httpAction(async () => new Response("ok")),
});

export default http;
