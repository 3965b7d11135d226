// What the journeys share: the client, by the address and key that they are given, and how a refusal reads.
import { createClerkClient } from "@clerk/backend";

export const [apiUrl, secretKey, issuer] = process.argv.slice(2);
export const clerk = createClerkClient({ apiUrl, secretKey });

/** What was refused: the status, the code and, where there is one, the parameter. */
export async function refusal(call) {
  const error = await call.then(() => null, (refused) => refused);
  if (!error?.errors) {
    return error;
  }
  const parameter = error.errors[0].meta?.paramName;
  return [error.status, error.errors[0].code, ...(parameter ? [parameter] : [])];
}
