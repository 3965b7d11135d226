package dev.lockstep.outbox.push;

import dev.lockstep.outbox.change.Destination;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The destinations that this installation delivers to, by name. */
@Component
class Directory {

    private final Map<String, Destination> destinations;

    Directory(List<Destination> destinations) {
        this.destinations =
                destinations.stream().collect(Collectors.toUnmodifiableMap(Destination::name, Function.identity()));
    }

    Optional<Destination> find(String name) {
        return Optional.ofNullable(destinations.get(name));
    }

    /** What people call it; its name when nothing here delivers to it any more. */
    String title(String name) {
        return find(name).map(Destination::title).orElse(name);
    }
}
