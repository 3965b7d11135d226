package dev.lockstep.project.ui.server;

import com.vaadin.flow.component.html.Span;
import java.time.Instant;

/** How long something has been up, counted by the browser: no request a second for a clock. */
final class Uptime extends Span {

    Uptime() {
        addClassName("uptime");
        getElement().setAttribute("role", "timer");
    }

    /** @param moment the epoch for nothing */
    void since(Instant moment) {
        long millis = moment.toEpochMilli();
        getElement().executeJs("""
                        clearInterval(this.timer);
                        const show = () => { const s = Math.max(0, Math.floor((Date.now() - $0) / 1000));
                          const two = (n) => String(n).padStart(2, '0');
                          this.textContent = two(Math.floor(s / 3600)) + ':' + two(Math.floor(s / 60) % 60) + ':' + two(s % 60); };
                        if ($0) { show(); this.timer = setInterval(() => this.isConnected ? show() : clearInterval(this.timer), 1000); }
                        else this.textContent = '';
                        """, millis);
    }
}
