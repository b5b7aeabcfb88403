/** Classes of a package that the tests do not allow. */
package dev.sampo.elsewhere;
