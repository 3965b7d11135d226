/**
 * The tab with the files of the project's code. Must not know how they are run. Start reading at CodePart.
 */
@NullMarked
package dev.lockstep.project.ui.code;

import org.jspecify.annotations.NullMarked;
