// Whose sign-ins this project trusts. For Clerk: set the variable CLERK_ISSUER to the Frontend API URL of your Clerk
// instance, and replace the empty list by
//   [{ domain: process.env.CLERK_ISSUER!, applicationID: "convex" }]
export default {
  providers: [],
};
