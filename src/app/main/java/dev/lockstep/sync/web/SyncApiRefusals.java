package dev.lockstep.sync.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.core.Problem;
import dev.lockstep.sync.web.SyncApi.BadSync;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** How the sync API says no: a code for programs, a sentence and a next step for people. */
@RestControllerAdvice(assignableTypes = SyncApi.class)
class SyncApiRefusals {

    /** In seconds; what nobody answered may be answered again soon. */
    private static final long SOON = 5;

    /** What is wrong, for people and programs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refusal(
            String code,
            String error,
            String nextStep,
            @Nullable String field) {}

    @ExceptionHandler
    ResponseEntity<Refusal> refused(Problem problem) {
        HttpStatus status = problem.code().text().equals("TooLarge")
                ? HttpStatus.CONTENT_TOO_LARGE
                : switch (problem.kind()) {
                    case AUTH -> HttpStatus.UNAUTHORIZED;
                    case PERMANENT -> HttpStatus.BAD_REQUEST;
                    case TRANSIENT -> HttpStatus.SERVICE_UNAVAILABLE;
                };
        var answer = ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            long wait = problem.retryAfter().map(asked -> asked.toSeconds()).orElse(SOON);
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait)));
        }
        if (status == HttpStatus.UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        String field =
                problem.fields().isEmpty() ? null : problem.fields().getFirst().field();
        return answer.body(new Refusal(problem.code().text(), problem.sentence(), problem.nextStep(), field));
    }

    @ExceptionHandler
    ResponseEntity<Refusal> missing(MissingServletRequestParameterException e) {
        String name = e.getParameterName();
        return refused(new BadSync("BadRequest", name, "The parameter " + name + " is missing.", "Send it."));
    }

    @ExceptionHandler
    ResponseEntity<Refusal> mistaken(MethodArgumentTypeMismatchException e) {
        String name = e.getName();
        return refused(new BadSync("BadRequest", name, "The parameter " + name + " is a number.", "Send a number."));
    }
}
