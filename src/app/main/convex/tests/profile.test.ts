import { describe, expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import { ada, deployment, refusal } from "./deployment";

const signedIn = () => deployment().withIdentity(ada());

describe("a change", () => {
  test("leaves absent fields as they are", async () => {
    const row = await signedIn().mutation(api.users.updateProfile, { first_name: "Augusta" });

    expect(row).toMatchObject({ first_name: "Augusta", last_name: "Lovelace", username: "ada_l" });
  });

  test("clears fields that are null", async () => {
    const t = signedIn();
    await t.mutation(api.users.updateProfile, { interests: ["maths"] });

    const row = await t.mutation(api.users.updateProfile, {
      username: null,
      first_name: null,
      last_name: null,
      image_url: null,
      interests: null,
    });

    expect(row).toMatchObject({ email: "ada@example.com", interests: [] });
    for (const field of ["username", "first_name", "last_name", "image_url"]) {
      expect(row).not.toHaveProperty(field);
    }
  });

  test("moves updatedAt forward, also within one millisecond", async () => {
    const t = signedIn();
    const first = await t.mutation(api.users.updateProfile, { first_name: "A" });

    const second = await t.mutation(api.users.updateProfile, { first_name: "B" });

    expect(second.updatedAt).toBeGreaterThan(first.updatedAt);
    expect(second.createdAt).toBe(first.createdAt);
  });

  test("leaves updatedAt alone when it changes nothing", async () => {
    const t = signedIn();
    const first = await t.mutation(api.users.updateProfile, { first_name: "A", interests: ["x"] });

    const second = await t.mutation(api.users.updateProfile, { first_name: "A", interests: ["x"] });

    expect(second).toEqual(first);
  });

  test("writes nothing when one field breaks its rule", async () => {
    const t = signedIn();
    const before = await t.mutation(api.users.getOrCreate, {});

    await refusal(t.mutation(api.users.updateProfile, { first_name: "Augusta", username: "a b" }), {
      code: "InvalidUsername",
      field: "username",
    });

    expect(await t.query(api.users.current, {})).toEqual(before);
  });

  test("refuses a field that does not exist", async () => {
    const call = signedIn().mutation(api.users.updateProfile, { email: "eve@example.com" } as {});

    await expect(call).rejects.toThrow(/extra field|email/);
  });
});

describe("a username", () => {
  test.each(["abcd", "A-b_9", "x".repeat(64)])("may be %s", async (username) => {
    expect((await signedIn().mutation(api.users.updateProfile, { username })).username).toBe(username);
  });

  test.each([
    ["", /between 4 and 64/],
    ["abc", /between 4 and 64/],
    ["x".repeat(65), /between 4 and 64/],
    ["with space", /letters/],
    ["naïve", /letters/],
    ["a.b.c", /letters/],
    ["ада_л", /letters/],
  ])("must not be %j", async (username, sentence) => {
    const refused = await refusal(signedIn().mutation(api.users.updateProfile, { username }), {
      code: "InvalidUsername",
      field: "username",
    });

    expect(refused).toMatch(sentence);
  });

  test("may be one that somebody else has: Clerk decides who may have it", async () => {
    const t = deployment();
    await t.withIdentity(ada()).mutation(api.users.getOrCreate, {});

    const other = ada({ subject: "user_2", tokenIdentifier: "https://clerk.test|user_2" });
    const row = await t.withIdentity(other).mutation(api.users.updateProfile, { username: "ada_l" });

    expect(row.username).toBe("ada_l");
  });
});

describe.each([
  ["first_name", "InvalidFirstName"],
  ["last_name", "InvalidLastName"],
] as const)("%s", (field, code) => {
  test("is trimmed", async () => {
    const row = await signedIn().mutation(api.users.updateProfile, { [field]: "  Åsa-Li  " });

    expect(row[field]).toBe("Åsa-Li");
  });

  test("is cleared by a blank text", async () => {
    const row = await signedIn().mutation(api.users.updateProfile, { [field]: "  " });

    expect(row).not.toHaveProperty(field);
  });

  test("may have 64 characters and no more", async () => {
    const t = signedIn();

    await t.mutation(api.users.updateProfile, { [field]: "n".repeat(64) });

    await refusal(t.mutation(api.users.updateProfile, { [field]: "n".repeat(65) }), { code, field });
  });
});

describe("a picture's address", () => {
  test.each(["https://img.clerk.com/x?w=1", "http://127.0.0.1:9/a.png", "https://x/" + "y".repeat(2038)])(
    "may be %s",
    async (image_url) => {
      expect((await signedIn().mutation(api.users.updateProfile, { image_url })).image_url).toBe(image_url);
    },
  );

  test.each([
    "",
    "ftp://example.com/a.png",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "https://",
    "https:///a",
    "https://a b",
    "https://x/" + "y".repeat(2039),
  ])("must not be %s", async (image_url) => {
    await refusal(signedIn().mutation(api.users.updateProfile, { image_url }), {
      code: "InvalidImageUrl",
      field: "image_url",
    });
  });
});

describe("interests", () => {
  test("are trimmed and keep their order", async () => {
    const row = await signedIn().mutation(api.users.updateProfile, { interests: [" music ", "Art"] });

    expect(row.interests).toEqual(["music", "Art"]);
  });

  test("may be twenty of forty characters each", async () => {
    const interests = Array.from({ length: 20 }, (_, i) => String(i).padStart(40, "x"));

    const row = await signedIn().mutation(api.users.updateProfile, { interests });

    expect(row.interests).toEqual(interests);
  });

  test.each([
    ["more than twenty", Array.from({ length: 21 }, (_, i) => `i${i}`), /at most 20/],
    ["a blank one", ["music", " "], /between 1 and 40/],
    ["a long one", ["x".repeat(41)], /between 1 and 40/],
    ["one twice", ["Music", "art", "music "], /"music" is there twice/],
  ])("must not have %s", async (_what, interests, sentence) => {
    const refused = await refusal(signedIn().mutation(api.users.updateProfile, { interests }), {
      code: "InvalidInterests",
      field: "interests",
    });

    expect(refused).toMatch(sentence);
  });
});

describe("completeOnboarding", () => {
  test("saves the profile and notes when it happened", async () => {
    const row = await signedIn().mutation(api.users.completeOnboarding, { username: "newuser", interests: ["tech"] });

    expect(row).toMatchObject({ username: "newuser", interests: ["tech"] });
    expect(row.onboardingCompletedAt).toBeTypeOf("number");
  });

  test("keeps the first time when it is called again", async () => {
    const t = signedIn();
    const first = await t.mutation(api.users.completeOnboarding, {});

    const second = await t.mutation(api.users.completeOnboarding, { first_name: "Augusta" });

    expect(second.first_name).toBe("Augusta");
    expect(second.onboardingCompletedAt).toBe(first.onboardingCompletedAt);
  });

  test("is not noted by the functions before it", async () => {
    const row = await signedIn().mutation(api.users.updateOnboardingData, { username: "newuser" });

    expect(row).not.toHaveProperty("onboardingCompletedAt");
  });
});

describe("linkLocalId", () => {
  test("adds ids, each once", async () => {
    const t = signedIn();
    await t.mutation(api.users.linkLocalId, { localId: "device-1" });
    const linked = await t.mutation(api.users.linkLocalId, { localId: "device-2" });

    const again = await t.mutation(api.users.linkLocalId, { localId: "device-1" });

    expect(again).toEqual(linked);
    expect(again.localIds).toEqual(["device-1", "device-2"]);
  });

  test.each(["", " ", "x".repeat(129)])("refuses %j", async (localId) => {
    await refusal(signedIn().mutation(api.users.linkLocalId, { localId }), {
      code: "InvalidLocalId",
      field: "localId",
    });
  });

  test("refuses more than a hundred devices", async () => {
    const t = signedIn();
    for (let i = 0; i < 100; i++) {
      await t.mutation(api.users.linkLocalId, { localId: `device-${i}` });
    }

    await refusal(t.mutation(api.users.linkLocalId, { localId: "one-more" }), { code: "TooManyLocalIds" });
  });

  test("refuses somebody who is not signed in", async () => {
    await refusal(deployment().mutation(api.users.linkLocalId, { localId: "device-1" }), { code: "NotSignedIn" });
  });
});
