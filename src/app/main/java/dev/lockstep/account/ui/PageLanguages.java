package dev.lockstep.account.ui;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.account.language.Languages;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets each page speak the language of whoever opens it, and its HTML say which one that is. */
@Component
class PageLanguages implements VaadinServiceInitListener {

    private final Languages languages;
    private final CurrentAccount current;

    PageLanguages(Languages languages, CurrentAccount current) {
        this.languages = languages;
        this.current = current;
    }

    @Override
    public void serviceInit(ServiceInitEvent init) {
        // Before the first view is made, which takes its words when it is.
        init.getSource().addUIInitListener(event -> event.getUI().setLocale(locale(VaadinRequest.getCurrent())));
        init.addIndexHtmlRequestListener(response -> response.getDocument()
                .getElementsByTag("html")
                .attr("lang", locale(response.getVaadinRequest()).getLanguage()));
    }

    private Locale locale(@Nullable VaadinRequest request) {
        return languages.locale(current.id(), request == null ? null : request.getHeader("Accept-Language"));
    }
}
