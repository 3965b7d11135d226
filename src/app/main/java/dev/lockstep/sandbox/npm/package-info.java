/**
 * Installs a project's packages in any sandbox, with npm. Knows what npm says and where it keeps things, not where it
 * runs. Start reading at NpmInstall.
 */
@NullMarked
package dev.lockstep.sandbox.npm;

import org.jspecify.annotations.NullMarked;
