package dev.lockstep.project.ui.overview;

import com.vaadin.flow.component.html.Div;
import dev.lockstep.core.PersonId;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Connections;
import dev.lockstep.project.Deployments;
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
    public Part open(PersonId person, Connection connection, Map<String, List<String>> address) {
        return new Part(person, connection);
    }

    /** Made anew with every change: it holds nothing of the person's. */
    final class Part extends Div implements Following {

        private final PersonId person;

        private Part(PersonId person, Connection connection) {
            this.person = person;
            show(connection);
        }

        @Override
        public Runnable read(Connection connection) {
            return () -> show(connection);
        }

        private void show(Connection connection) {
            removeAll();
            add(new ConnectedCard(
                    connection,
                    new StateLine(deployments, person, connection),
                    new ProductionOffer(deployments, person, connection),
                    () -> new ConnectDialog(connections, person, connection.project()).open(),
                    () -> new DisconnectDialog(connections, person, connection.project()).open()));
        }
    }
}
