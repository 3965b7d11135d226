/**
 * What lies in a project's folder before it is pushed: the template it begins with, the copy of its code, the file with the
 * deployment's address. Must not know who runs it. Start reading at Template and CodeCopy.
 */
@NullMarked
package dev.lockstep.project.code;

import org.jspecify.annotations.NullMarked;
