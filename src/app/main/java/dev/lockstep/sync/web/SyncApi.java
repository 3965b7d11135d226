package dev.lockstep.sync.web;

import dev.lockstep.convex.value.ConvexJson;
import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.convex.value.ConvexValue.Obj;
import dev.lockstep.convex.value.ConvexValueException;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.core.Secret;
import dev.lockstep.platform.BearerCalls;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Push and pull of synced tables over HTTP, by the caller's own token of Clerk's template for Convex. The functions are those that
 * Convex clients call, so what is taken, refused and repeated is the same. Described in {@code /lockstep/sync-api.yaml}.
 */
@RestController
@RequestMapping(path = "/api/sync", produces = MediaType.APPLICATION_JSON_VALUE)
class SyncApi {

    /** Bytes of one push; hundreds of changes have a few hundred thousand. */
    static final int LONGEST = 1_000_000;

    private static final String BEARER = "Bearer ";
    private static final Set<String> PUSHED = Set.of("protocol", "ops");

    private final BearerCalls calls;

    SyncApi(BearerCalls calls) {
        this.calls = calls;
    }

    @PostMapping(path = "/push", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> push(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request)
            throws IOException {
        Secret token = token(authorization);
        ConvexValue said = calls.mutate(token, "sync:pushChanges", body(request));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(ConvexJson.encode(said));
    }

    @GetMapping("/pull")
    ResponseEntity<String> pull(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known,
            @RequestParam String table,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(defaultValue = "1") int protocol) {
        Obj args = ConvexValue.object("table", ConvexValue.text(table))
                .with("protocol", ConvexValue.number(protocol))
                .with("cursor", cursor == null ? ConvexValue.NULL : ConvexValue.text(cursor));
        Obj limited = limit == null ? args : args.with("limit", ConvexValue.number(limit));
        return unlessKnown(calls.query(token(authorization), "sync:getChangesSince", limited), known);
    }

    @GetMapping("/state")
    ResponseEntity<String> state(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
        return unlessKnown(calls.query(token(authorization), "sync:heads", ConvexValue.emptyObject()), known);
    }

    private static ResponseEntity<String> unlessKnown(ConvexValue said, @Nullable String known) {
        String body = ConvexJson.encode(said);
        String tag = "\"" + DigestUtils.md5DigestAsHex(body.getBytes(StandardCharsets.UTF_8)) + "\"";
        boolean same = known != null && List.of(known.split(",\\s*")).contains(tag);
        // A person's own, which nobody on the way may keep, and the caller may not use unasked.
        return ResponseEntity.status(same ? 304 : 200)
                .eTag(tag)
                .cacheControl(CacheControl.noCache().cachePrivate())
                .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
                .body(same ? null : body);
    }

    private static Secret token(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip())
                .filter(text -> !text.isEmpty())
                .map(Secret::of)
                .orElseThrow(() -> new Problem(
                        new ProblemCode("TokenMissing"),
                        Problem.Kind.AUTH,
                        "The header Authorization has no token.",
                        "Send it with Bearer and a token of the template convex in Clerk."));
    }

    private static Obj body(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw new BadSync(
                    "TooLarge", "body", "A push has at most " + LONGEST + " bytes.", "Send fewer changes at once.");
        }
        try {
            if (ConvexJson.parse(new String(bytes, StandardCharsets.UTF_8)) instanceof Obj said
                    && PUSHED.containsAll(said.fields().keySet())) {
                return said;
            }
        } catch (ConvexValueException e) {
            // Said below.
        }
        throw new BadSync(
                "BadRequest",
                "body",
                "The body is not the JSON that is described.",
                "Send {\"protocol\": 1, \"ops\": […]}.");
    }

    /** A request that cannot be meant as it is; names the field at fault. */
    static final class BadSync extends Problem {
        BadSync(String code, String field, String sentence, String nextStep) {
            super(
                    new ProblemCode(code),
                    Kind.PERMANENT,
                    sentence,
                    nextStep,
                    List.of(new Field(field, code, sentence)),
                    null,
                    null);
        }
    }
}
