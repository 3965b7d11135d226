package dev.lockstep.emulator.clerk.people;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Clerk's way of saying no: an HTTP status and one or more coded errors, each perhaps about one parameter. */
public final class Refusal extends RuntimeException {

    /**
     * @param parameter the parameter at fault, or null when it is not about one
     */
    public record Fault(
            String code, String message, @Nullable String parameter) {}

    private final int status;
    private final List<Fault> faults;
    private final @Nullable Duration retryAfter;

    private Refusal(int status, List<Fault> faults, @Nullable Duration retryAfter) {
        super(faults.getFirst().code(), null, false, false);
        this.status = status;
        this.faults = List.copyOf(faults);
        this.retryAfter = retryAfter;
    }

    public static Refusal of(int status, String code, String message) {
        return new Refusal(status, List.of(new Fault(code, message, null)), null);
    }

    /** 422 about one parameter. */
    public static Refusal field(String code, String parameter, String message) {
        return fields(List.of(new Fault(code, message, parameter)));
    }

    /** 422 about several parameters at once, so that a form can mark them all. */
    public static Refusal fields(List<Fault> faults) {
        return new Refusal(422, faults, null);
    }

    /** 422: the request has a field that there is not. */
    public static Refusal unknown(String parameter) {
        return field("form_param_unknown", parameter, parameter + " is not a valid parameter for this request.");
    }

    /** 422: the field is not of the shape, for example {@code a string}. */
    public static Refusal illFormed(String parameter, String shape) {
        return field("form_param_format_invalid", parameter, parameter + " must be " + shape + ".");
    }

    /** 422: the field must be there and is not. */
    public static Refusal missing(String parameter) {
        return field("form_param_missing", parameter, parameter + " must be given.");
    }

    public static Refusal notFound(String what) {
        return of(404, "resource_not_found", what + " was not found.");
    }

    public static Refusal tooMany(Duration retryAfter) {
        return new Refusal(
                429,
                List.of(new Fault("too_many_requests", "Too many requests. Please try again in a bit.", null)),
                retryAfter);
    }

    public int status() {
        return status;
    }

    public List<Fault> faults() {
        return faults;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
