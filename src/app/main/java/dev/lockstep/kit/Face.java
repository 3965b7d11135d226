package dev.lockstep.kit;

import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Span;
import java.util.Locale;
import java.util.Optional;

/** A person's picture in a circle, or the first letters of their name while there is none. */
public final class Face extends Span {

    public Face(Optional<String> imageUrl, String name) {
        addClassName("faces");
        show(imageUrl, name);
    }

    public void show(Optional<String> imageUrl, String name) {
        removeAll();
        if (imageUrl.isPresent()) {
            // The name stands beside the face wherever it is shown.
            var image = new Image(imageUrl.get(), "");
            image.getElement().setAttribute("referrerpolicy", "no-referrer");
            add(image);
        } else {
            var letters = new Span(initials(name));
            letters.getElement().setAttribute("aria-hidden", "true");
            add(letters);
        }
    }

    static String initials(String name) {
        String[] words = name.strip().split("[\\s@._-]+");
        var letters = new StringBuilder();
        for (int i = 0; i < words.length && i < 2; i++) {
            if (!words[i].isEmpty()) {
                letters.appendCodePoint(words[i].codePointAt(0));
            }
        }
        return letters.toString().toUpperCase(Locale.ROOT);
    }
}
