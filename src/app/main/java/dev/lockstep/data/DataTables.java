package dev.lockstep.data;

import static dev.lockstep.sync.table.TableField.choice;
import static dev.lockstep.sync.table.TableField.flag;
import static dev.lockstep.sync.table.TableField.line;
import static dev.lockstep.sync.table.TableField.moment;
import static dev.lockstep.sync.table.TableField.text;

import dev.lockstep.sync.table.Policy;
import dev.lockstep.sync.table.SyncedTable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The tables that people share with their devices, in the order in which they are shown. */
@Configuration(proxyBeanMethods = false)
class DataTables {

    private static final int TEXT = 2000;
    private static final int LINE = 300;
    private static final int LONG = 20_000;
    private static final int ID = 64;

    @Bean
    @Order(1)
    SyncedTable tasks() {
        return new SyncedTable("tasks", Policy.CLIENT_WINS, text("text", TEXT), flag("isCompleted"));
    }

    @Bean
    @Order(2)
    SyncedTable todos() {
        return new SyncedTable(
                "todos",
                Policy.CLIENT_WINS,
                text("text", TEXT),
                flag("isCompleted"),
                line("sessionId", ID).optional());
    }

    @Bean
    @Order(3)
    SyncedTable workspaces() {
        return new SyncedTable("workspaces", Policy.LAST_MODIFIED_WINS, line("name", LINE), line("path", TEXT));
    }

    @Bean
    @Order(4)
    SyncedTable sessions() {
        return new SyncedTable(
                "sessions",
                Policy.LAST_MODIFIED_WINS,
                line("name", LINE),
                line("cwd", TEXT),
                line("workspaceId", ID).optional());
    }

    @Bean
    @Order(5)
    SyncedTable messages() {
        return new SyncedTable(
                "messages",
                Policy.APPEND_ONLY,
                text("content", 100_000),
                choice("role", "user", "assistant", "system", "tool"),
                line("sessionId", ID),
                line("externalId", ID),
                moment("sentAt"));
    }

    @Bean
    @Order(6)
    SyncedTable inbox() {
        return new SyncedTable(
                "inbox",
                Policy.LAST_MODIFIED_WINS,
                line("title", LINE),
                text("body", LONG).optional(),
                line("source", LINE).optional(),
                flag("isRead"));
    }

    @Bean
    @Order(7)
    SyncedTable comments() {
        return new SyncedTable("comments", Policy.LAST_MODIFIED_WINS, text("body", LONG), line("parentId", ID));
    }
}
