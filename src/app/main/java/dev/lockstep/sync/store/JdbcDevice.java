package dev.lockstep.sync.store;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** The name in the database, made up by whoever needs it first. */
@Component
final class JdbcDevice implements Device {

    private final NamedParameterJdbcTemplate database;
    private final RandomGenerator random;
    private volatile String known = "";

    JdbcDevice(NamedParameterJdbcTemplate database, RandomGenerator random) {
        this.database = database;
        this.random = random;
    }

    @Override
    public String name() {
        if (known.isEmpty()) {
            known = read().stream().findFirst().orElseGet(this::make);
        }
        return known;
    }

    private List<String> read() {
        return database.queryForList("select device from sync_device where id = 1", Map.of(), String.class);
    }

    private String make() {
        // Of nodes that start at the same moment the first one names it.
        database.update(
                "insert into sync_device (id, device) values (1, :device) on conflict do nothing",
                Map.of("device", "%08x".formatted(random.nextInt())));
        return read().getFirst();
    }
}
