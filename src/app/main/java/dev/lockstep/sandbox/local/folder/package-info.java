/**
 * Folders and files of sandboxes on this machine: nothing leads out of them. Runs nothing. Start reading at LocalFiles.
 */
@NullMarked
package dev.lockstep.sandbox.local.folder;

import org.jspecify.annotations.NullMarked;
