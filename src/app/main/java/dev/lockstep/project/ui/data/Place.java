package dev.lockstep.project.ui.data;

import com.vaadin.flow.component.Component;
import dev.lockstep.convex.deployment.PlatformProblem;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.language.ProblemWords;
import dev.lockstep.project.Connection;
import dev.lockstep.project.Data;
import dev.lockstep.project.Visit;
import dev.lockstep.project.access.ProjectRole;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Who looks at what: the door with the two that it asks for.
 *
 * @param looked in the address, when it is not the connected deployment that is looked at
 */
record Place(Data data, Visit visit, Connection seen, String looked) {

    /** Whether they may see documents and files. */
    boolean seesContent() {
        return seen.project().role().may(ProjectRole.EDITOR);
    }

    /** Of this part of the page. */
    String address(String parameter, String value) {
        return "projects/" + seen.project().id() + "?tab=data&" + parameter + "=" + encoded(value)
                + (looked.isBlank() ? "" : "&deployment=" + encoded(looked));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    static EmptyState failed(Component page, RuntimeException failure) {
        boolean forbidden = failure instanceof PlatformProblem told && told.is(PlatformProblem.NOT_PERMITTED);
        return new EmptyState(
                Glyph.FAILURE, page.getTranslation(forbidden ? "data.forbidden" : "data.failed"), told(page, failure));
    }

    static String told(Component page, RuntimeException failure) {
        return failure instanceof Problem told ? ProblemWords.both(page, told) : page.getTranslation("project.broken");
    }
}
