/**
 * What the emulator remembers, in one H2 file below the home folder: people, sessions, browsers, pictures, the signing
 * key. Every change of a person or a session passes through People or Sessions, which tell the Announcer. Must not know
 * HTTP or pages. Start reading at People.
 */
@NullMarked
package dev.lockstep.emulator.clerk.store;

import org.jspecify.annotations.NullMarked;
