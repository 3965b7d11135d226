package dev.lockstep.project.ui.overview;

import com.vaadin.flow.component.html.Div;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Deployments;
import dev.lockstep.project.Visit;
import dev.lockstep.project.ui.connect.ConnectDialog;
import dev.lockstep.project.ui.page.ProjectTab;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the project is connected to. */
@Component
@Order(10)
final class OverviewTab implements ProjectTab {

    private final Connections connections;
    private final Deployments deployments;

    OverviewTab(Connections connections, Deployments deployments) {
        this.connections = connections;
        this.deployments = deployments;
    }

    @Override
    public boolean followsDeployment() {
        return true;
    }

    @Override
    public String name() {
        return "overview";
    }

    @Override
    public Part open(Visit visit, Connection connection, Map<String, List<String>> address) {
        return new Part(visit, connection);
    }

    /** Made anew with every change: it holds nothing of the person's. */
    final class Part extends Div implements Following {

        private final Visit visit;

        private Part(Visit visit, Connection connection) {
            this.visit = visit;
            show(connection);
        }

        @Override
        public Runnable read(Connection connection) {
            return () -> show(connection);
        }

        private void show(Connection connection) {
            // It may have been connected to another deployment since.
            Visit now = visit.at(connection);
            removeAll();
            add(new ConnectedCard(
                    connection,
                    new StateLine(deployments, now, connection),
                    new ProductionOffer(deployments, now, connection),
                    () -> new ConnectDialog(connections, now, connection.project()).open(),
                    () -> new DisconnectDialog(connections, now, connection.project()).open()));
        }
    }
}
