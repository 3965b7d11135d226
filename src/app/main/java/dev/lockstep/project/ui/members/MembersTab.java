package dev.lockstep.project.ui.members;

import dev.lockstep.account.Accounts;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Projects;
import dev.lockstep.project.Visit;
import dev.lockstep.project.ui.page.ProjectTab;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Who may do what with the project. */
@Component
@Order(90)
final class MembersTab implements ProjectTab {

    private final Projects projects;
    private final Accounts accounts;

    MembersTab(Projects projects, Accounts accounts) {
        this.projects = projects;
        this.accounts = accounts;
    }

    @Override
    public String name() {
        return "members";
    }

    @Override
    public boolean needsConnection() {
        return false;
    }

    @Override
    public MembersPart open(Visit visit, Connection connection, Map<String, List<String>> address) {
        return new MembersPart(projects, accounts, visit, connection);
    }
}
