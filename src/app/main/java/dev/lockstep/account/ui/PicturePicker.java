package dev.lockstep.account.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import com.vaadin.flow.server.streams.UploadEvent;
import dev.lockstep.account.person.Account;
import dev.lockstep.account.picture.ProfilePicture;
import dev.lockstep.account.profile.PictureChoice;
import dev.lockstep.core.Problem;
import dev.lockstep.kit.Face;
import dev.lockstep.kit.Live;
import dev.lockstep.kit.language.ProblemWords;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * Chooses a profile picture: shows at once what it will look like, and beside it why a file cannot be used. Holds the
 * choice until the form is saved; stores nothing.
 */
final class PicturePicker extends Div {

    private static final String STATUS = "event.detail.xhr.status";
    private static final int TOO_MANY = 429;

    private final Face face;
    private final Span error = new Span();
    private final Span news = new Span();
    private final Button remove;
    private final Upload upload = new Upload(this::receive);
    private Account shown;
    private PictureChoice choice = new PictureChoice.Keep();

    PicturePicker(Account account) {
        shown = account;
        face = new Face(account.imageUrl(), account.displayName());
        remove = new Button(getTranslation("picture.remove"), click -> remove());
        addClassName("picture-picker");
        error.addClassName("picture-error");
        error.getElement().setAttribute("role", "alert");
        news.addClassName("picture-hint");
        news.getElement().setAttribute("role", "status");
        var hint = new Paragraph(getTranslation("picture.hint"));
        hint.addClassName("picture-hint");
        var actions = new Div(prepareUpload(), remove);
        actions.addClassName("picture-actions");
        add(face, actions, error, news, hint);
        show(account);
    }

    private Upload prepareUpload() {
        var button = new Button(getTranslation("picture.choose"));
        upload.setUploadButton(button);
        upload.setDropAllowed(false);
        upload.setMaxFiles(1);
        upload.setMaxFileSize(ProfilePicture.MAX_UPLOAD_BYTES);
        upload.setAcceptedMimeTypes("image/png", "image/jpeg", "image/gif");
        upload.setI18n(reasons());
        upload.addFileRejectedListener(event -> refuse(event.getErrorMessage()));
        upload.addFailedListener(event -> upload.clearFileList());
        // What is refused before it gets to this page is known to the browser alone.
        upload.getElement()
                .addEventListener(
                        "upload-error",
                        error -> refuse(getTranslation(
                                error.getEventData().path(STATUS).asInt(0) == TOO_MANY
                                        ? "picture.too-many"
                                        : "picture.failed")))
                .addEventData(STATUS);
        return upload;
    }

    /** What the browser says before anything is sent. */
    private UploadI18N reasons() {
        return new UploadI18N()
                .setError(new UploadI18N.Error()
                        .setFileIsTooBig(getTranslation("picture.too-large"))
                        .setIncorrectFileType(getTranslation("picture.type"))
                        .setTooManyFiles(getTranslation("picture.one")));
    }

    /** Called on the request's thread without the page's lock: read and judge first, then show. */
    private void receive(UploadEvent event) {
        UI ui = event.getUI();
        try (var in = event.getInputStream()) {
            // One byte over the limit is enough to know; the rest is not read.
            byte[] bytes = in.readNBytes(ProfilePicture.MAX_UPLOAD_BYTES + 1);
            ProfilePicture picture = ProfilePicture.of(bytes);
            Live.change(ui, () -> choose(picture));
        } catch (Problem problem) {
            Live.change(ui, () -> refuse(ProblemWords.both(this, problem)));
        } catch (IOException e) {
            Live.change(ui, () -> refuse(getTranslation("picture.failed")));
        }
    }

    private void choose(ProfilePicture picture) {
        choice = new PictureChoice.Replace(picture);
        String preview =
                "data:" + picture.mimeType() + ";base64," + Base64.getEncoder().encodeToString(picture.bytes());
        face.show(Optional.of(preview), shown.displayName());
        tell(getTranslation("picture.chosen"));
        remove.setVisible(true);
    }

    private void remove() {
        boolean undoOnly = choice instanceof PictureChoice.Replace;
        if (undoOnly) {
            show(shown);
            return;
        }
        choice = new PictureChoice.Remove();
        face.show(Optional.empty(), shown.displayName());
        remove.setVisible(false);
        tell(getTranslation("picture.removed"));
    }

    private void tell(String sentence) {
        upload.clearFileList();
        error.setText("");
        news.setText(sentence);
    }

    /** Shows why the chosen file or the saved picture was refused; what was there before stays. */
    void refuse(String sentence) {
        upload.clearFileList();
        news.setText("");
        error.setText(sentence);
    }

    PictureChoice choice() {
        return choice;
    }

    /** Shows the account's own picture; the choice is empty again. */
    void show(Account account) {
        shown = account;
        choice = new PictureChoice.Keep();
        face.show(account.imageUrl(), account.displayName());
        remove.setVisible(account.imageUrl().isPresent());
        upload.clearFileList();
        error.setText("");
        news.setText("");
    }
}
