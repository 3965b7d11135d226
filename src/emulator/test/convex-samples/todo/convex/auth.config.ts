export default {
  providers: [{ type: "customJwt", issuer: process.env.ISSUER, jwks: process.env.JWKS, algorithm: "ES256" }],
};
