/**
 * What the pages of both emulators are made of: safe markup, the style sheet, the mark. Knows no page. Start reading at
 * Html.
 */
@NullMarked
package dev.lockstep.emulator.page;

import org.jspecify.annotations.NullMarked;
