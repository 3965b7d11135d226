package dev.lockstep.project.ui;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.lockstep.project.auth.AuthChoice;
import dev.lockstep.project.auth.AuthConfigFile;
import dev.lockstep.project.auth.AuthPlan;
import dev.lockstep.project.auth.LineDiff;
import java.util.List;

/** What setting up sign-in would change: variables by name, the file line by line. */
final class SignInReview extends Div {

    SignInReview(AuthPlan plan, boolean outOfReach) {
        addClassName("sign-in-review");
        add(new H3(getTranslation("auth.variables")));
        names("auth.variables.added", plan.added());
        names("auth.variables.changed", plan.changed());
        names("auth.variables.same", plan.same());
        if (plan.choice() instanceof AuthChoice.Clerk clerk && plan.changesVariables()) {
            var value = new Paragraph(new Code(AuthChoice.Clerk.VARIABLE + "=" + clerk.issuer()));
            value.addClassName("sign-in-value");
            add(value);
        }
        if (outOfReach) {
            var remark = new Paragraph(getTranslation("auth.out-of-reach"));
            remark.addClassName("sign-in-remark");
            add(remark);
        }
        add(new H3(AuthConfigFile.PATH));
        if (!plan.changesFile()) {
            add(new Paragraph(getTranslation("auth.file.same")));
            return;
        }
        List<LineDiff.Line> lines = plan.diff();
        boolean goes = lines.stream().anyMatch(line -> line.change() == LineDiff.Change.GOES);
        add(
                new Paragraph(getTranslation(
                        plan.before().isEmpty() ? "auth.file.new" : goes ? "auth.file.goes" : "auth.file.comes")),
                diff(lines));
    }

    private void names(String key, List<String> names) {
        if (!names.isEmpty()) {
            add(new Paragraph(getTranslation(key, String.join(", ", names))));
        }
    }

    private Div diff(List<LineDiff.Line> lines) {
        var diff = new Div();
        diff.addClassName("file-diff");
        diff.getElement().setAttribute("role", "group");
        diff.getElement().setAttribute("aria-label", getTranslation("auth.file.diff", AuthConfigFile.PATH));
        // Long lines scroll, for the keyboard too.
        diff.getElement().setAttribute("tabindex", "0");
        for (LineDiff.Line line : lines) {
            var mark = new Span(
                    switch (line.change()) {
                        case STAYS -> " ";
                        case GOES -> "−";
                        case COMES -> "+";
                    });
            mark.addClassName("file-diff-mark");
            var row = new Div(mark, new Span(line.text()));
            row.addClassNames(
                    "file-diff-line", "file-diff-" + line.change().name().toLowerCase(java.util.Locale.ROOT));
            diff.add(row);
        }
        return diff;
    }
}
