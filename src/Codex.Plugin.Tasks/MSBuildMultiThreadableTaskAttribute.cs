namespace Microsoft.Build.Framework;

/// <summary>
/// Keeps a task in process under <c>-mt</c>. MSBuild 18.6 and later look for the attribute by name; the reference that
/// older ones load as well does not have it yet.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
