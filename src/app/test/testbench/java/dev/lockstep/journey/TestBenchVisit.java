package dev.lockstep.journey;

import com.vaadin.flow.component.button.testbench.ButtonElement;
import com.vaadin.flow.component.textfield.testbench.TextFieldElement;
import com.vaadin.testbench.TestBench;
import com.vaadin.testbench.TestBenchTestCase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** One person at a browser that TestBench drives. Skipped before TestBench is loaded where there is no licence. */
@Tag("testbench")
@ExtendWith({TestBenchLicence.class, ProductExtension.class})
abstract class TestBenchVisit extends TestBenchTestCase {

    private Product product;

    @BeforeEach
    void opensTheBrowser(Product running) {
        product = running;
        var options = new ChromeOptions();
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--window-size=1280,800");
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isBlank()) {
            options.setBinary(named);
        }
        setDriver(TestBench.createDriver(new ChromeDriver(options)));
    }

    @AfterEach
    void closesTheBrowser() {
        if (getDriver() != null) {
            getDriver().quit();
        }
    }

    void opens(String path) {
        getDriver().get(product.page(path));
    }

    /** From the welcome page to the introduction. */
    void signsUp(String email, String first, String last) {
        opens("");
        waitsFor(By.linkText("Continue with email")).click();
        waitsFor(By.name("email")).sendKeys(email);
        continues();
        String code = waitsFor(By.cssSelector(".mail .code")).getText().strip();
        findElement(By.name("code")).sendKeys(code);
        continues();
        waitsFor(By.name("first_name")).sendKeys(first);
        findElement(By.name("last_name")).sendKeys(last);
        continues();
        sees("Welcome. Who are you?");
    }

    private void continues() {
        findElement(By.cssSelector("form button.primary")).click();
    }

    WebElement waitsFor(By what) {
        return waitUntil(ExpectedConditions.visibilityOfElementLocated(what));
    }

    void sees(String heading) {
        waitUntil(ExpectedConditions.textToBePresentInElementLocated(By.tagName("h1"), heading));
    }

    TextFieldElement field(String label) {
        return $(TextFieldElement.class).withLabel(label).waitForFirst();
    }

    void presses(String button) {
        $(ButtonElement.class).withText(button).waitForFirst().click();
    }

    /** Waits until this system has answered the last save with "saved". */
    void seesSaved(String system) {
        waitsFor(By.xpath("//li[contains(@class,'system-chip')][contains(@class,'state-ok')][.//strong='" + system
                + "']"));
    }
}
