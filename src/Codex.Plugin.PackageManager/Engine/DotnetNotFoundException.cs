namespace Codex.Plugin.PackageManager.Engine;

/// <summary>There is no <c>dotnet</c> that could build.</summary>
/// <param name="inner">What the system said.</param>
public sealed class DotnetNotFoundException(Exception inner)
    : Exception("There is no 'dotnet' on the PATH. Install the .NET SDK 10 and open a new terminal.", inner);
