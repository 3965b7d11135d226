package dev.lockstep.emulator.clerk.organization;

import java.util.List;

/**
 * What the instance says about organizations.
 *
 * @param mostMembers of organizations to come; 0 for no limit
 * @param adminsMayDelete of organizations to come
 * @param domains kept for whoever asks, with the modes: organizations have no domains here
 */
record OrganizationSettings(
        boolean enabled,
        long mostMembers,
        boolean adminsMayDelete,
        boolean domains,
        boolean slugsDisabled,
        List<String> enrollmentModes) {

    OrganizationSettings {
        enrollmentModes = List.copyOf(enrollmentModes);
    }

    /** Organizations are there from the start, unlike with Clerk: whoever asks for none sees none. */
    static OrganizationSettings initial() {
        return new OrganizationSettings(true, 5, true, false, false, List.of());
    }
}
