package dev.lockstep.project.ui.data;

import dev.lockstep.project.Connection;
import dev.lockstep.project.Data;
import dev.lockstep.project.Visit;
import dev.lockstep.project.ui.page.ProjectTab;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the deployment holds; {@code ?show=schedules} or {@code files} instead of tables, {@code ?table=messages} opens one. */
@Component
@Order(27)
final class DataTab implements ProjectTab {

    private final Data data;

    DataTab(Data data) {
        this.data = data;
    }

    @Override
    public String name() {
        return "data";
    }

    @Override
    public boolean followsDeployment() {
        return true;
    }

    @Override
    public DataPart open(Visit visit, Connection connection, Map<String, List<String>> address) {
        return new DataPart(data, visit, connection, address);
    }
}
