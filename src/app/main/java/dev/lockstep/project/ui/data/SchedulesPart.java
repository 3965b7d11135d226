package dev.lockstep.project.ui.data;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.lockstep.convex.deployment.data.CronJob;
import dev.lockstep.convex.deployment.data.CronTiming;
import dev.lockstep.convex.deployment.data.ScheduledCall;
import dev.lockstep.kit.EmptyState;
import dev.lockstep.kit.Glyph;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.State;
import dev.lockstep.kit.StatePill;
import dev.lockstep.kit.time.Moments;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.List;

/** What runs by the clock, and the calls that functions have put off. */
final class SchedulesPart extends Div {

    private final Place place;
    private final Div crons = new Div();

    SchedulesPart(Place place) {
        this.place = place;
        addClassName("data-schedules");
        var pages = new Pages<>(
                cursor -> place.data().scheduled(place.visit().asViewer(), cursor), this::calls, this::none);
        var again = new Button(getTranslation("data.again"), Glyph.RETRY.draw(), click -> {
            loadCrons();
            pages.restart();
        });
        var head = new Div(new H3(getTranslation("data.crons")), again);
        head.addClassName("functions-head");
        add(head, crons, new H3(getTranslation("data.scheduled")), pages);
        if (!place.seesContent()) {
            var hidden = new Paragraph(getTranslation("data.arguments.editors"));
            hidden.addClassName("hint");
            add(hidden);
        }
    }

    @Override
    protected void onAttach(AttachEvent event) {
        loadCrons();
    }

    private void loadCrons() {
        Live.of(this).run(() -> place.data().crons(place.visit().asViewer()), this::show, failure -> {
            crons.removeAll();
            crons.add(new Paragraph(getTranslation("data.crons.failed") + " " + Place.told(this, failure)));
        });
    }

    private void show(List<CronJob> jobs) {
        crons.removeAll();
        if (jobs.isEmpty()) {
            crons.add(new Paragraph(getTranslation("data.crons.none")));
            return;
        }
        crons.add(list(jobs.stream().map(this::job).toList()));
    }

    private Component job(CronJob job) {
        var name = new Span(job.name());
        name.addClassName("data-name");
        var line = new Div(name, mono(job.function()), new Span(words(job.timing())));
        line.addClassName("data-line");
        var times = hint(job.lastRun()
                        .map(at -> getTranslation("data.crons.last", Moments.exact(this, at)))
                        .orElseGet(() -> getTranslation("data.crons.never"))
                + " · "
                + getTranslation(
                        "data.crons.next",
                        job.nextRun().map(at -> Moments.exact(this, at)).orElse("–")));
        var row = new Div(line, times);
        job.error().ifPresent(error -> row.add(error(error)));
        return row;
    }

    private String words(CronTiming timing) {
        return switch (timing) {
            case CronTiming.Every(Duration every) -> getTranslation("data.timing.every", duration(every));
            case CronTiming.Hourly(int minute) -> getTranslation("data.timing.hourly", minute);
            case CronTiming.Daily(var time) -> getTranslation("data.timing.daily", time.toString());
            case CronTiming.Weekly(var day, var time) ->
                getTranslation("data.timing.weekly", day.getDisplayName(TextStyle.FULL, getLocale()), time.toString());
            case CronTiming.Monthly(int day, var time) -> getTranslation("data.timing.monthly", day, time.toString());
            case CronTiming.Expression(String text) -> getTranslation("data.timing.cron", text);
        };
    }

    private static String duration(Duration every) {
        String text = every.toDaysPart() > 0 ? every.toDaysPart() + " d " : "";
        text += every.toHoursPart() > 0 ? every.toHoursPart() + " h " : "";
        text += every.toMinutesPart() > 0 ? every.toMinutesPart() + " min " : "";
        text += every.toSecondsPart() > 0 ? every.toSecondsPart() + " s" : "";
        return text.strip();
    }

    private Component calls(List<ScheduledCall> calls) {
        return list(calls.stream().map(this::call).toList());
    }

    private Component call(ScheduledCall call) {
        var pill = new StatePill(
                switch (call.state()) {
                    case PENDING, RUNNING -> State.WAIT;
                    case SUCCEEDED -> State.OK;
                    case FAILED -> State.FAIL;
                    case CANCELED -> State.IDLE;
                },
                getTranslation("data.call." + call.state()));
        var line = new Div(pill, mono(call.function()));
        call.arguments().ifPresent(arguments -> {
            var shown = mono(arguments);
            shown.addClassName("data-arguments");
            line.add(shown);
        });
        line.addClassName("data-line");
        String ended = call.ended()
                .map(at -> " · " + getTranslation("data.call.ended", Moments.exact(this, at)))
                .orElse("");
        var row = new Div(line, hint(getTranslation("data.call.due", Moments.exact(this, call.due())) + ended));
        call.error().ifPresent(error -> row.add(error(error)));
        return row;
    }

    private static UnorderedList list(List<Component> rows) {
        var list = new UnorderedList();
        list.addClassName("data-list");
        rows.forEach(row -> list.add(new ListItem(row)));
        return list;
    }

    private static Span mono(String text) {
        var span = new Span(text);
        span.addClassName("mono");
        return span;
    }

    private static Span hint(String text) {
        var span = new Span(text);
        span.addClassName("hint");
        return span;
    }

    private static Paragraph error(String text) {
        var paragraph = new Paragraph(text);
        paragraph.addClassName("connected-error");
        return paragraph;
    }

    private EmptyState none() {
        return new EmptyState(
                Glyph.WAIT, getTranslation("data.scheduled.none"), getTranslation("data.scheduled.none.detail"));
    }
}
