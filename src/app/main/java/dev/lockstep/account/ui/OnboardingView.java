package dev.lockstep.account.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.lockstep.account.Accounts;
import dev.lockstep.account.CurrentAccount;
import dev.lockstep.account.SavedProfile;
import dev.lockstep.account.person.Account;
import dev.lockstep.kit.ButtonLink;
import dev.lockstep.kit.Page;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;

/** The first page a new person sees: who they are, told once to Clerk and Convex. */
@Route("onboarding")
@RolesAllowed("MEMBER")
final class OnboardingView extends Page implements HasDynamicTitle {

    private final ButtonLink later = ButtonLink.to("home", getTranslation("onboarding.later"));

    OnboardingView(Accounts accounts, CurrentAccount current, Clock clock) {
        super(
                UI.getCurrent().getTranslation("onboarding.title"),
                UI.getCurrent().getTranslation("onboarding.lead"));
        addClassName("onboarding");
        Account account = current.get();
        var form = new ProfileForm(account, "onboarding");
        var save = new ProfileSave(
                form,
                getTranslation("onboarding.finish"),
                (change, picture, progress) -> accounts.completeOnboarding(account.id(), change, picture, progress),
                this::goOn,
                clock);
        save.add(later);
        add(card(form, save));
    }

    /** Stays until the person has seen what each system answered; then there is one way on. */
    private void goOn(SavedProfile saved) {
        if (saved.fields().isEmpty()) {
            later.setText(getTranslation("onboarding.go-on"));
            later.main();
            later.focus();
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("onboarding.title") + " · " + getTranslation("app.name");
    }
}
