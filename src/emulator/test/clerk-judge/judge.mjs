// Calls the emulator as a server of Clerk's customers does, and prints what came of it as one line of JSON.
import { createClerkClient, verifyToken } from "@clerk/backend";

const [apiUrl, secretKey, sessionId, userId] = process.argv.slice(2);
const clerk = createClerkClient({ apiUrl, secretKey });
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const told = {};

const user = await clerk.users.getUser(userId);
told.first = user.firstName;
told.email = user.primaryEmailAddress?.emailAddress;
told.updated = (await clerk.users.updateUser(userId, { lastName: "Byron", username: "ada_byron" })).lastName;
told.metadata = (
  await clerk.users.updateUserMetadata(userId, { publicMetadata: { role: null, plan: { name: "pro" } } })
).publicMetadata;
told.image = (await clerk.users.updateUserProfileImage(userId, { file: new Blob([png], { type: "image/png" }) })).hasImage;
const list = await clerk.users.getUserList({ limit: 2, orderBy: "+created_at" });
told.listed = list.data.length;
told.total = list.totalCount;
told.sessions = (await clerk.sessions.getSessionList({ userId, status: "active" })).data?.length;
told.refused = await clerk.users
  .updateUser(userId, { username: "grace_hopper" })
  .then(() => null, (error) => ({
    status: error.status,
    code: error.errors[0].code,
    parameter: error.errors[0].meta.paramName,
    trace: typeof error.clerkTraceId,
  }));
told.nobody = await clerk.users.getUser("user_nobody").then(() => null, (error) => error.status);

const plain = await clerk.sessions.getToken(sessionId);
told.plain = (await verifyToken(plain.jwt, { secretKey, apiUrl })).sid;
const convex = await clerk.sessions.getToken(sessionId, "convex");
told.convex = (await verifyToken(convex.jwt, { secretKey, apiUrl, audience: "convex" })).sub;

console.log(JSON.stringify(told));
