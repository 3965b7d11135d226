package dev.lockstep.project.ui.auth;

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
        names("auth.variables.added", plan.added(), plan);
        names("auth.variables.changed", plan.changed(), plan);
        names("auth.variables.same", plan.same(), plan);
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

    /** An issuer is public, keys are not made yet. */
    private void names(String key, List<String> names, AuthPlan plan) {
        if (names.isEmpty()) {
            return;
        }
        String told = plan.choice() instanceof AuthChoice.Clerk clerk
                ? AuthChoice.Clerk.VARIABLE + "=" + clerk.issuer()
                : String.join(", ", names);
        var shown = new Code(told);
        shown.addClassName("sign-in-value");
        add(new Paragraph(new Span(getTranslation(key) + " "), shown));
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
