package dev.lockstep;

import java.util.Optional;

/** What can be the matter with a service, and how a test brings it about. */
public enum Trouble {
    /** Nobody listens. */
    DOWN(null),
    /** It does what it is asked, and the line breaks before it can say so. */
    ANSWER_LOST(null),
    SLOW("\"delayMillis\": 30000"),
    BUSY("\"status\": 429, \"headers\": {\"Retry-After\": \"3\"}, \"body\": \"{}\""),
    FAILING("\"status\": 500, \"body\": \"{}\""),
    MALFORMED("\"status\": 200, \"body\": \"<html>an unexpected page</html>\""),
    CUT_SHORT(
            "\"status\": 200, \"body\": \"{\\\"status\\\": \\\"success\\\", \\\"id\\\": \\\"user_1\\\"}\", \"cut\": true"),
    KEY_REFUSED("\"status\": 401, \"body\": \"{}\"");

    /** Which service has it. */
    public enum Service {
        CLERK("CLERK_USER", "PATCH /v1/users/"),
        CONVEX("CONVEX", "POST /api/mutation");

        public final String destination;
        private final String requests;

        Service(String destination, String requests) {
            this.destination = destination;
            this.requests = requests;
        }

        public Service other() {
            return this == CLERK ? CONVEX : CLERK;
        }
    }

    private final Optional<String> answer;

    Trouble(String answer) {
        this.answer = Optional.ofNullable(answer);
    }

    /** Lasts until {@link LockstepApp#calm}. */
    public void befall(Service service, LockstepApp app) {
        Line line = service == Service.CLERK ? app.clerkLine() : app.convexLine();
        switch (this) {
            case DOWN -> line.cut();
            case ANSWER_LOST -> line.loseAnswers();
            case SLOW, BUSY, FAILING, MALFORMED, CUT_SHORT, KEY_REFUSED -> {
                String fault = "{\"match\": \"" + service.requests + "\", " + answer.orElseThrow() + "}";
                if (service == Service.CLERK) {
                    app.clerkFault(fault);
                } else {
                    app.convexFault(fault);
                }
            }
        }
    }
}
