// Signs in two people: their tokens, and the keys that show who signed. One line of JSON.
import { generateKeyPairSync, sign } from "node:crypto";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1", alg: "ES256", use: "sig" };
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = Math.floor(Date.now() / 1000);
function token(claims) {
  const text = `${part({ alg: "ES256", kid: "k1", typ: "JWT" })}.${part({ iss: "https://people.test", iat: now, exp: now + 600, ...claims })}`;
  return `${text}.${sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}
console.log(
  JSON.stringify({
    jwks: `data:application/json;base64,${Buffer.from(JSON.stringify({ keys: [jwk] })).toString("base64")}`,
    ada: token({ sub: "ada", name: "Ada" }),
    grace: token({ sub: "grace" }),
  }),
);
