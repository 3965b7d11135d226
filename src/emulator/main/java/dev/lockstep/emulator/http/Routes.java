package dev.lockstep.emulator.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which endpoint answers what. The first that fits is taken. Not changed once requests come. */
public final class Routes {

    private static final Pattern STARS = Pattern.compile("\\*\\*?");

    private record Route(Pattern pattern, Endpoint endpoint) {}

    private record Found(Endpoint endpoint, List<String> parts) {}

    private final List<Route> patterns = new ArrayList<>();
    private final Map<String, Endpoint> exact = new HashMap<>();

    /**
     * @param route method and path, with a {@code *} for each part that the endpoint is to be told, or {@code **} at its
     *     end for all that follows, slashes and nothing too
     */
    public Routes add(String route, Endpoint endpoint) {
        if (route.contains("*")) {
            patterns.add(new Route(pattern(route), endpoint));
        } else if (find(route).isEmpty()) {
            exact.put(route, endpoint);
        }
        return this;
    }

    /** Empty when no route is like this. */
    public Optional<Reply> answer(Request request) throws IOException {
        Optional<Found> found = find(request.route());
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        found.get().endpoint().answer(request.with(found.get().parts())));
    }

    private Optional<Found> find(String route) {
        Endpoint only = exact.get(route);
        if (only != null) {
            return Optional.of(new Found(only, List.of()));
        }
        for (Route pattern : patterns) {
            Matcher matcher = pattern.pattern().matcher(route);
            if (matcher.matches()) {
                List<String> parts = IntStream.rangeClosed(1, matcher.groupCount())
                        .mapToObj(matcher::group)
                        .toList();
                return Optional.of(new Found(pattern.endpoint(), parts));
            }
        }
        return Optional.empty();
    }

    private static Pattern pattern(String route) {
        var regex = new StringBuilder();
        Matcher stars = STARS.matcher(route);
        int end = 0;
        while (stars.find()) {
            regex.append(Pattern.quote(route.substring(end, stars.start())));
            regex.append(stars.group().equals("**") ? "(.*)" : "([^/]+)");
            end = stars.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(route.substring(end))).toString());
    }
}
