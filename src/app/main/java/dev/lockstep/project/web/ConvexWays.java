package dev.lockstep.project.web;

import dev.lockstep.account.CurrentAccount;
import dev.lockstep.core.PersonId;
import dev.lockstep.core.Problem;
import dev.lockstep.core.Secret;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Projects;
import dev.lockstep.project.access.ProjectId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /convex/connect} sends a signed-in person to Convex's page, {@code GET /convex/callback} takes them back, in a
 * window of its own or in the tab. Neither ever shows a token; the page that asked is told by the server.
 */
@RestController
class ConvexWays {

    private static final String WINDOW = ConvexWays.class.getName() + ".window";

    private final Projects projects;
    private final Connections connections;
    private final CurrentAccount current;
    private final ReturnAddress returnAddress;
    private final ReturnPage page;

    ConvexWays(
            Projects projects,
            Connections connections,
            CurrentAccount current,
            ReturnAddress returnAddress,
            ReturnPage page) {
        this.projects = projects;
        this.connections = connections;
        this.current = current;
        this.returnAddress = returnAddress;
        this.page = page;
    }

    @GetMapping("/convex/connect")
    ResponseEntity<String> connect(
            @RequestParam(defaultValue = "") String project,
            @RequestParam(defaultValue = "tab") String window,
            HttpServletRequest request) {
        Optional<PersonId> person = current.id();
        if (person.isEmpty()) {
            return refused(request, HttpStatus.UNAUTHORIZED, "convex.signed-out", "convex.signed-out.next");
        }
        try {
            ProjectId id = ProjectId.parse(project).orElseThrow(() -> new IllegalArgumentException("project"));
            HttpSession session = request.getSession();
            URI there = connections.authorize(
                    projects.visit(person.get(), id).toChangeAsOwner(), session.getId(), returnAddress.of(request));
            session.setAttribute(WINDOW, window);
            return ResponseEntity.status(HttpStatus.FOUND)
                    .location(there)
                    .cacheControl(CacheControl.noStore())
                    .build();
        } catch (Problem problem) {
            return told(request, HttpStatus.CONFLICT, problem);
        } catch (IllegalArgumentException e) {
            return refused(request, HttpStatus.NOT_FOUND, "project.none", "project.none.detail");
        }
    }

    @GetMapping("/convex/callback")
    ResponseEntity<String> callback(
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String error,
            HttpServletRequest request) {
        Optional<PersonId> person = current.id();
        HttpSession session = request.getSession(false);
        if (person.isEmpty() || session == null) {
            return refused(request, HttpStatus.UNAUTHORIZED, "convex.signed-out", "convex.signed-out.next");
        }
        if (code.isBlank() || state.isBlank()) {
            // Convex itself never sends this; a proxy or a person may.
            return refused(request, HttpStatus.BAD_REQUEST, "convex.no-code", "convex.no-code.next");
        }
        try {
            ProjectId project = connections.returned(person.get(), state, Secret.of(code), session.getId());
            boolean tab = "tab".equals(session.getAttribute(WINDOW));
            if (tab) {
                return ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create(request.getContextPath() + "/projects/" + project + "?connect"))
                        .cacheControl(CacheControl.noStore())
                        .build();
            }
            return html(HttpStatus.OK, page.closing(request));
        } catch (Problem problem) {
            return told(request, HttpStatus.CONFLICT, problem);
        }
    }

    private ResponseEntity<String> told(HttpServletRequest request, HttpStatus status, Problem problem) {
        return html(status, page.problem(request, problem));
    }

    private ResponseEntity<String> refused(
            HttpServletRequest request, HttpStatus status, String sentence, String next) {
        return html(status, page.problem(request, sentence, next));
    }

    private static ResponseEntity<String> html(HttpStatus status, String page) {
        return ResponseEntity.status(status)
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noStore())
                // The code is in this page's address; it must not be told to whatever comes next.
                .header("Referrer-Policy", "no-referrer")
                .body(page);
    }
}
