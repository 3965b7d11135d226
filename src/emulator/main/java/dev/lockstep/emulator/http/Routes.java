package dev.lockstep.emulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Which endpoint answers what. The first that fits is taken. Not changed once requests come. */
public final class Routes {

    private record Route(Pattern pattern, Endpoint endpoint) {}

    private final List<Route> routes = new ArrayList<>();

    /** @param route method and path, with a {@code *} for each part that the endpoint is to be told */
    public Routes add(String route, Endpoint endpoint) {
        String pattern = Pattern.quote(route).replace("*", "\\E([^/]+)\\Q");
        routes.add(new Route(Pattern.compile(pattern), endpoint));
        return this;
    }

    /** Empty when no route is like this. */
    public Optional<Reply> answer(Request request) {
        for (Route route : routes) {
            Matcher path = route.pattern().matcher(request.route());
            if (path.matches()) {
                List<String> parts = IntStream.rangeClosed(1, path.groupCount())
                        .mapToObj(path::group)
                        .toList();
                return Optional.of(route.endpoint().answer(request.with(parts)));
            }
        }
        return Optional.empty();
    }
}
