package dev.lockstep.emulator.clerk.people;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;

@Tag("property")
class PortraitPropertiesTest {

    @Property(tries = 300)
    void readsBackTheAddressItWrote(
            @ForAll @NotBlank @StringLength(min = 1, max = 4) String initials, @ForAll @IntRange(max = 359) int hue) {
        var portrait = new Portrait(initials.replaceAll("[\\ud800-\\udfff]", "x"), hue);

        assertThat(Portrait.parse(portrait.fileName())).contains(portrait);
    }

    @Property(tries = 300)
    void takesNoOtherTextForAPortrait(@ForAll @StringLength(max = 40) String text) {
        assertThat(Portrait.parse(text)).isEmpty();
    }
}
