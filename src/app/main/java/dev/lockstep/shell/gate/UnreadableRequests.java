package dev.lockstep.shell.gate;

import dev.lockstep.core.LimitedLog;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MultipartException;

/**
 * Answers requests that nobody can read, before anybody tries: every filter that asks for a parameter would read the parts
 * of a multipart body, wherever it was sent, and fail with a trace that is as long as the sender likes to repeat it.
 *
 * <p>Parts are taken where pages take uploads, and nowhere else.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnreadableRequests extends OncePerRequestFilter {

    private static final String UPLOADS = "/VAADIN/dynamic/resource/";
    private static final Pattern OF_VAADIN = Pattern.compile("(?:^|&)v-r=");
    private static final Pattern PAGE = Pattern.compile("(?:^|&)v-uiId=([^&]*)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");
    private static final int MOST_LINES_A_MINUTE = 10;

    private final LimitedLog log;

    UnreadableRequests(Clock clock) {
        this.log = new LimitedLog(LoggerFactory.getLogger(UnreadableRequests.class), clock, MOST_LINES_A_MINUTE);
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            answerError(request, response, chain);
            return;
        }
        int unreadable = unreadable(request);
        if (unreadable > 0) {
            refuse(request, response, unreadable, "body or parameters");
            return;
        }
        if (!namesAPage(request)) {
            refuse(request, response, 400, "page");
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            Optional<Throwable> theirs = theirs(e);
            if (theirs.isEmpty()) {
                throw e;
            }
            if (!response.isCommitted()) {
                response.resetBuffer();
                refuse(request, response, 400, theirs.get().getClass().getSimpleName());
            }
        }
    }

    /**
     * Tomcat asks its page for errors how to answer a form that broke off, also after it was answered. Everybody on the way
     * there who asks for the form's fields would fail once more.
     */
    private static void answerError(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isForm(request) || hasFields(request)) {
            chain.doFilter(request, response);
        } else if (!response.isCommitted()) {
            Refusal.of(400).write(response, String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)));
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, int status, String why)
            throws IOException {
        log.warn(
                "A request cannot be read status={} why={} from={} path={}",
                status,
                why,
                request.getRemoteAddr(),
                request.getRequestURI());
        Refusal.of(status).write(response, request.getRequestURI());
    }

    /** @return the status to answer with, 0 where nothing is seen yet */
    private static int unreadable(HttpServletRequest request) {
        String given = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (given.startsWith("multipart/")) {
            return unreadableParts(request, given);
        }
        if (isForm(request)
                && OF_VAADIN.matcher(String.valueOf(request.getQueryString())).find()) {
            // A form's body is read for its fields before Vaadin could read it.
            return 415;
        }
        return hasFields(request) ? 0 : 400;
    }

    private static boolean isForm(HttpServletRequest request) {
        return String.valueOf(request.getContentType())
                .toLowerCase(Locale.ROOT)
                .startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private static boolean hasFields(HttpServletRequest request) {
        try {
            request.getParameterNames();
            return true;
        } catch (InvalidParameterException e) {
            return false;
        }
    }

    private static int unreadableParts(HttpServletRequest request, String given) {
        if (!request.getRequestURI().startsWith(request.getContextPath() + UPLOADS)) {
            return 415;
        }
        try {
            String boundary = MediaType.parseMediaType(request.getContentType()).getParameter("boundary");
            return boundary == null || boundary.isEmpty() ? 400 : 0;
        } catch (InvalidMediaTypeException e) {
            return 400;
        }
    }

    /** Vaadin takes a page's number for one without looking. */
    private static boolean namesAPage(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null
                || PAGE.matcher(query)
                        .results()
                        .allMatch(page -> NUMBER.matcher(page.group(1)).matches());
    }

    /** What in a failure is the sender's own: a body that breaks off, or is not what it says. */
    private static Optional<Throwable> theirs(@Nullable Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof InvalidParameterException
                    || e instanceof FileUploadException
                    || e instanceof InvalidFileNameException
                    || e instanceof MultipartException
                    || e instanceof BadRequestException) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }
}
