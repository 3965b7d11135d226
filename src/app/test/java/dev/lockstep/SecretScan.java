package dev.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Gathers what must stay hidden and what somebody could read, the log among it, and looks for the one in the other. */
public final class SecretScan implements AutoCloseable {

    private static final int SHORTEST = 9;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> readable = new LinkedHashMap<>();

    /** Listens to the log from now on. */
    public SecretScan() {
        log.start();
        root.addAppender(log);
    }

    /** Something that must stay hidden, from the beginning. */
    public void hide(String name, String secret) {
        assertThat(secret).as(name).hasSizeGreaterThanOrEqualTo(SHORTEST);
        secrets.put(name, secret);
    }

    /** A key, and its part behind the bar alone. */
    public void hideKey(String name, String key) {
        hide(name, key);
        hide(name + "'s secret part", key.substring(key.indexOf('|') + 1));
    }

    /** Something that somebody could read. */
    public void read(String where, String text) {
        readable.merge(where, text, (before, now) -> before + "\n" + now);
    }

    /** Every column of every table, as text; what is read is returned. */
    public String readDatabase(String when, JdbcTemplate jdbc) {
        var dump = new StringBuilder();
        List<String> tables = jdbc.queryForList(
                "select table_name from information_schema.tables where table_schema = 'public'"
                        + " and table_type = 'BASE TABLE'",
                String.class);
        assertThat(tables).contains("connection_attempt", "convex_grant", "convex_project_credentials", "audit_record");
        for (String table : tables) {
            for (Map<String, Object> row : jdbc.queryForList("select * from " + table)) {
                dump.append(row.values().stream().map(SecretScan::column).collect(Collectors.joining(" | ")))
                        .append('\n');
            }
        }
        read("the database " + when, dump.toString());
        return dump.toString();
    }

    private static String column(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    public int secrets() {
        return secrets.size();
    }

    public int places() {
        return readable.size();
    }

    /** Which secret is where. */
    public List<String> hits() {
        var lines = new ArrayList<>(log.list);
        assertThat(lines).as("the log").isNotEmpty();
        read("the log", lines.stream().map(SecretScan::text).collect(Collectors.joining("\n")));
        var hits = new ArrayList<String>();
        readable.forEach((where, text) -> secrets.forEach((name, secret) -> {
            if (text.contains(secret)) {
                hits.add(name + " in " + where);
            }
        }));
        return hits;
    }

    private static String text(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getFormattedMessage() + event.getMDCPropertyMap() + event.getKeyValuePairs() + thrown;
    }

    @Override
    public void close() {
        root.detachAppender(log);
    }
}
