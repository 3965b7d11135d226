package dev.lockstep.project.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.core.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** How the JSON API says no: a code for programs, a sentence and a next step for people. */
@RestControllerAdvice(assignableTypes = {ConvexApi.class, DevServerApi.class})
class ApiRefusals {

    /** What is wrong, for people and programs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refusal(
            String code,
            String error,
            String nextStep,
            @Nullable String field,
            @Nullable String authorizeUrl) {}

    @ExceptionHandler
    ResponseEntity<Refusal> refused(Problem problem) {
        HttpStatus status = switch (problem.code().text()) {
            case "ProjectNotFound" -> HttpStatus.NOT_FOUND;
            case "SignedOut" -> HttpStatus.UNAUTHORIZED;
            case "RoleTooSmall" -> HttpStatus.FORBIDDEN;
            case "TooManyRequests" -> HttpStatus.TOO_MANY_REQUESTS;
            case "AuthorizationNeeded", "ConnectionUnderWay", "NotConnected", "ProductionKey" -> HttpStatus.CONFLICT;
            default -> problem.kind() == Problem.Kind.PERMANENT ? HttpStatus.BAD_REQUEST : HttpStatus.BAD_GATEWAY;
        };
        String field =
                problem.fields().isEmpty() ? null : problem.fields().getFirst().field();
        String url = problem instanceof AuthorizationNeeded needed ? needed.url() : null;
        var answer = ResponseEntity.status(status);
        problem.retryAfter()
                .ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds())));
        return answer.body(new Refusal(problem.code().text(), problem.sentence(), problem.nextStep(), field, url));
    }

    /** A body that is no JSON, or has a text where a number is meant. */
    @ExceptionHandler
    ResponseEntity<Refusal> unreadable(HttpMessageNotReadableException e) {
        return refused(new BadRequest("body", "The body is not the JSON that is described.", "Send it as described."));
    }

    @ExceptionHandler
    ResponseEntity<Refusal> missing(MissingServletRequestParameterException e) {
        return refused(
                new BadRequest(e.getParameterName(), "The field " + e.getParameterName() + " is missing.", "Send it."));
    }
}
