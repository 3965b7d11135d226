/**
 * Environment variables as people write them: files of them, rules for names and values, what would change. Knows no
 * network and no database. Start reading at EnvFile.
 */
@NullMarked
package dev.lockstep.project.variables;

import org.jspecify.annotations.NullMarked;
