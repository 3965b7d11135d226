import { actionGeneric as action, internalActionGeneric as internalAction } from 'convex/server';
import { ConvexError, v } from 'convex/values';

export const sendTwice = action({
  args: { author: v.string() },
  handler: async (ctx, { author }) => {
    await Promise.all([
      ctx.runMutation('messages:send' as any, { author, body: 'one' }),
      ctx.runMutation('messages:send' as any, { author, body: 'two' }),
    ]);
    const found = await ctx.runQuery('messages:byAuthor' as any, { author });
    return found.length;
  },
});

export const get = action({
  args: { url: v.string() },
  handler: async (_ctx, { url }) => {
    const response = await fetch(url, { headers: { 'x-test': 'yes' } });
    return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
  },
});

export const waits = action({
  args: {},
  handler: async () => {
    const order: string[] = [];
    setTimeout(() => order.push('late'), 30);
    setTimeout(() => order.push('early'), 5);
    const cancelled = setTimeout(() => order.push('never'), 1);
    clearTimeout(cancelled);
    await new Promise((resolve) => setTimeout(resolve, 60));
    return order;
  },
});

export const web = action({
  args: {},
  handler: async () => {
    const url = new URL('../b?x=1#h', 'https://user:pw@example.com:8443/a/c/d');
    url.searchParams.append('y', 'ä &+');
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    return {
      href: url.href,
      uuid: crypto.randomUUID(),
      random: bytes.length,
      base64: atob(btoa('hello')),
      clone: structuredClone({ a: [1, { b: new Date(5) }] }).a.length,
      utf8: new TextDecoder().decode(new TextEncoder().encode('grüß')),
      json: await new Response(JSON.stringify({ ok: true }), { status: 201 }).json(),
    };
  },
});

export const later = action({
  args: { name: v.string(), delay: v.number() },
  handler: async (ctx, { name, delay }) =>
    await ctx.scheduler.runAfter(delay, 'values:incrementInternally' as any, { name }),
});

export const refuse = action({
  args: {},
  handler: async (ctx) => {
    try {
      await ctx.runMutation('messages:refuse' as any, {});
    } catch (error) {
      throw new ConvexError({ passed: (error as ConvexError<any>).data });
    }
    return null;
  },
});

export const hidden = internalAction({ args: {}, handler: async () => 'hidden' });

export const stuck = action({ args: {}, handler: async () => await new Promise(() => undefined) });
