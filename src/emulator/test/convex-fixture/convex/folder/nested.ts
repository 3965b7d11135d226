import { queryGeneric as query } from 'convex/server';

export const hello = query({ args: {}, handler: async () => 'hello from a folder' });
export default query({ args: {}, handler: async () => 'the default' });
