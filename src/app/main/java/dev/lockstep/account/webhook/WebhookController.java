package dev.lockstep.account.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where Clerk sends its webhooks. Open to everybody: the signature decides. */
@RestController
class WebhookController {

    /** Bytes. A user with all metadata has some tens of thousands. */
    private static final int LARGEST = 1 << 20;

    private final WebhookIntake intake;
    private final WebhookMeters meters;

    WebhookController(WebhookIntake intake, WebhookMeters meters) {
        this.intake = intake;
        this.meters = meters;
    }

    @PostMapping("/webhooks/clerk")
    ResponseEntity<String> receive(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE).body("An event has at most 1 MiB");
        }
        var receipt = intake.receive(
                request.getHeader("svix-id"),
                request.getHeader("svix-timestamp"),
                request.getHeader("svix-signature"),
                body);
        meters.received(receipt);
        return switch (receipt) {
            case STORED, REPEATED -> ResponseEntity.ok("");
            // Not which of the checks it was: that is for the console.
            case REFUSED -> ResponseEntity.badRequest().body("The signature does not fit");
            case UNREADABLE -> ResponseEntity.badRequest().body("This is no event");
            case CLOSED ->
                ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("No signing secret is configured");
        };
    }
}
