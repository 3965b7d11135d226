import { httpRouter } from "convex/server";
import { api } from "./_generated/api";
import { httpAction } from "./_generated/server";

const http = httpRouter();
http.route({
  path: "/upload",
  method: "POST",
  handler: httpAction(async (ctx, request) => {
    const file = await ctx.storage.store(await request.blob());
    await ctx.runMutation(api.photos.keep, { file, title: new URL(request.url).searchParams.get("title") ?? "" });
    const headers = new Headers({ "Access-Control-Allow-Origin": "https://app.example", Vary: "origin" });
    headers.append("Set-Cookie", "a=1");
    headers.append("Set-Cookie", "b=2");
    return new Response(JSON.stringify({ file }), { status: 201, headers });
  }),
});
http.route({
  pathPrefix: "/stream/",
  method: "GET",
  handler: httpAction(async (ctx, request) => {
    const parts = new URL(request.url).pathname.split("/").slice(2);
    const body = new ReadableStream({
      start(controller) {
        parts.forEach((part) => controller.enqueue(new TextEncoder().encode(part + "\n")));
        controller.close();
      },
    });
    return new Response(body, { headers: { "Content-Type": "text/plain" } });
  }),
});
http.route({
  path: "/fail",
  method: "GET",
  handler: httpAction(async () => {
    throw new Error("no luck");
  }),
});
export default http;
