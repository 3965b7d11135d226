package dev.lockstep.journey;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.WebSocketFrame;
import dev.lockstep.SecretScan;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the product sends to one visitor's browser, in answers and over sockets, windows that it opens included. */
final class Wire {

    private static final Pattern TEXT = Pattern.compile("text/|json|javascript|xml");

    private final SecretScan scan;
    private final String product;
    private final List<String> asked = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private int bodies;
    private int frames;

    Wire(Visitor visitor, Product product, SecretScan scan) {
        this.scan = scan;
        this.product = product.page("");
        visitor.page().context().onRequest(request -> asked.add(request.url()));
        visitor.page().context().onRequestFinished(this::finished);
        visitor.page().context().onPage(this::listen);
        listen(visitor.page());
    }

    private void listen(Page page) {
        page.onWebSocket(socket -> socket.onFrameReceived(this::received));
    }

    private void received(WebSocketFrame frame) {
        String text = frame.text() == null ? new String(frame.binary(), StandardCharsets.UTF_8) : frame.text();
        frames++;
        scan.read("push", text);
    }

    private void finished(Request request) {
        String url = request.url();
        // What is built into the program is the same for everybody.
        if (!url.startsWith(product) || url.contains("/VAADIN/build/") || url.contains("/lockstep/icons/")) {
            return;
        }
        try {
            Response response = request.response();
            String type =
                    Optional.ofNullable(response.headers().get("content-type")).orElse("");
            if (response.status() / 100 != 3 && TEXT.matcher(type).find()) {
                scan.read(request.method() + " " + url.substring(product.length()), response.text());
                bodies++;
            }
        } catch (PlaywrightException e) {
            if (!isOfClosedWindow(request)) {
                missed.add(url);
            }
        }
    }

    /** Such as the one in which somebody agreed: it closes itself, and takes its last answer with it. */
    private static boolean isOfClosedWindow(Request request) {
        try {
            return request.frame().page().isClosed();
        } catch (PlaywrightException e) {
            return true;
        }
    }

    /** The value that any address asked for had for this parameter. */
    String parameter(String name) {
        Pattern pattern = Pattern.compile("[?&]" + name + "=([^&#]+)");
        return asked.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> URLDecoder.decode(found.group(1), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No address had " + name));
    }

    int bodies() {
        return bodies;
    }

    int frames() {
        return frames;
    }

    /** Addresses whose answers could not be read any more. */
    List<String> missed() {
        return missed;
    }
}
