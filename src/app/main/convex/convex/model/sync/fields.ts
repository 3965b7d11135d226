import { v, type Validator } from "convex/values";

/** One field of a synced table: what the database takes, and what is wrong with a value in a sentence (null: nothing). */
export type Field = {
  validator: Validator<any, "required" | "optional", any>;
  /** Whether a record cannot be without it. */
  required: boolean;
  problem: (name: string, value: unknown) => string | null;
};

type Check = (name: string, value: unknown) => string | null;

function field(validator: Validator<any, "required", any>, required: boolean, problem: Check): Field {
  return required
    ? { validator, required, problem }
    : { validator: v.optional(validator), required, problem: (name, value) => (value === null ? null : problem(name, value)) };
}

/** A text of so many characters at most (UTF-16 code units); a required one is not blank. */
export function text(longest: number, { required = true }: { required?: boolean } = {}): Field {
  return field(v.string(), required, (name, value) => {
    if (typeof value !== "string") {
      return `${name} is a text.`;
    }
    if (required && value.trim() === "") {
      return `${name} must not be empty.`;
    }
    return value.length > longest ? `${name} has at most ${longest} characters.` : null;
  });
}

/** True or false. */
export function flag(): Field {
  return field(v.boolean(), true, (name, value) => (typeof value === "boolean" ? null : `${name} is true or false.`));
}

/** One of these words. */
export function choice(words: readonly string[]): Field {
  return field(v.string(), true, (name, value) =>
    typeof value === "string" && words.includes(value) ? null : `${name} is one of ${words.join(", ")}.`);
}

/** A moment, in milliseconds since 1970. */
export function moment({ required = true }: { required?: boolean } = {}): Field {
  return field(v.number(), required, (name, value) =>
    typeof value === "number" && Number.isFinite(value) ? null : `${name} is a time in milliseconds.`);
}
