import { ConvexError } from "convex/values";

/** Why a call is refused: a code for machines, a sentence for people, and the field when content is at fault. */
export type Refusal = { code: string; message: string; field?: string };

/** A refusal that reaches the caller whole, also where the deployment hides other errors. */
export function refuse(code: string, message: string): ConvexError<Refusal> {
  return new ConvexError({ code, message });
}

/** A refusal of one argument, named as the caller spelled it. */
export function refuseField(field: string, code: string, message: string): ConvexError<Refusal> {
  return new ConvexError({ code, field, message });
}
