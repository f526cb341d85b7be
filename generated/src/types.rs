//! The types of the API, each with how it is read and written as JSON.

#[macro_use]
#[allow(unused_macros, reason = "no document has every kind of type")]
pub mod runtime;

use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

foreign!(chrono::DateTime<chrono::FixedOffset>);
foreign!(uuid::Uuid);

#[derive(Debug, Clone, PartialEq, Default)]
pub struct AssignableRoles {
    pub assignable: Option<bool>,
    /// BuiltIn roles are immutable
    pub built_in: Option<bool>,
    pub display_name: Option<String>,
    pub name: Option<String>,
    pub organization_id: Option<Uuid>,
    /// OrganizationMemberPermissions are specific for the organization in the field 'OrganizationID' above.
    pub organization_member_permissions: Option<Vec<Permission>>,
    /// OrganizationPermissions are specific for the organization in the field 'OrganizationID' above.
    pub organization_permissions: Option<Vec<Permission>>,
    pub site_permissions: Option<Vec<Permission>>,
    pub user_permissions: Option<Vec<Permission>>,
}

object!(AssignableRoles {
    optional assignable, optional built_in, optional display_name, optional name,
    optional organization_id, optional organization_member_permissions,
    optional organization_permissions, optional site_permissions, optional user_permissions,
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct CustomRoleRequest {
    pub display_name: Option<String>,
    pub name: Option<String>,
    /// OrganizationMemberPermissions are specific to the organization the role belongs to.
    pub organization_member_permissions: Option<Vec<Permission>>,
    /// OrganizationPermissions are specific to the organization the role belongs to.
    pub organization_permissions: Option<Vec<Permission>>,
    pub site_permissions: Option<Vec<Permission>>,
    pub user_permissions: Option<Vec<Permission>>,
}

object!(CustomRoleRequest {
    optional display_name, optional name, optional organization_member_permissions,
    optional organization_permissions, optional site_permissions, optional user_permissions,
});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LoginType {
    LoginTypeUnknown,
    LoginTypePassword,
    LoginTypeGithub,
    LoginTypeOidc,
    LoginTypeToken,
    LoginTypeNone,
    /// A value that is not listed.
    Other(String),
}

string_enum!(LoginType {
    LoginTypeUnknown = "", LoginTypePassword = "password", LoginTypeGithub = "github",
    LoginTypeOidc = "oidc", LoginTypeToken = "token", LoginTypeNone = "none", ..Other
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct OrganizationMember {
    pub created_at: Option<DateTime<FixedOffset>>,
    pub organization_id: Option<Uuid>,
    pub roles: Option<Vec<SlimRole>>,
    pub updated_at: Option<DateTime<FixedOffset>>,
    pub user_id: Option<Uuid>,
}

object!(OrganizationMember {
    optional created_at, optional organization_id, optional roles, optional updated_at,
    optional user_id,
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct OrganizationMemberWithUserData {
    pub avatar_url: Option<String>,
    pub created_at: Option<DateTime<FixedOffset>>,
    pub email: Option<String>,
    pub global_roles: Option<Vec<SlimRole>>,
    /// HasAISeat intentionally omits omitempty so the API always includes the
    /// field, even when false.
    pub has_ai_seat: Option<bool>,
    pub is_service_account: Option<bool>,
    pub last_seen_at: Option<DateTime<FixedOffset>>,
    pub login_type: Option<LoginType>,
    pub name: Option<String>,
    pub organization_id: Option<Uuid>,
    pub roles: Option<Vec<SlimRole>>,
    pub status: Option<OrganizationMemberWithUserDataStatus>,
    pub updated_at: Option<DateTime<FixedOffset>>,
    pub user_created_at: Option<DateTime<FixedOffset>>,
    pub user_id: Option<Uuid>,
    pub user_updated_at: Option<DateTime<FixedOffset>>,
    pub username: Option<String>,
}

object!(OrganizationMemberWithUserData {
    optional avatar_url, optional created_at, optional email, optional global_roles,
    optional has_ai_seat, optional is_service_account, optional last_seen_at, optional login_type,
    optional name, optional organization_id, optional roles, optional status, optional updated_at,
    optional user_created_at, optional user_id, optional user_updated_at, optional username,
});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OrganizationMemberWithUserDataStatus {
    UserStatusActive,
    UserStatusSuspended,
    /// A value that is not listed.
    Other(String),
}

string_enum!(OrganizationMemberWithUserDataStatus {
    UserStatusActive = "active", UserStatusSuspended = "suspended", ..Other
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct PaginatedMembersResponse {
    pub count: Option<i64>,
    pub members: Option<Vec<OrganizationMemberWithUserData>>,
}

object!(PaginatedMembersResponse { optional count, optional members });

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Permission {
    pub action: Option<RbacAction>,
    /// Negate makes this a negative permission
    pub negate: Option<bool>,
    pub resource_type: Option<RbacResource>,
}

object!(Permission { optional action, optional negate, optional resource_type });

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RbacAction {
    ActionApplicationConnect,
    ActionAssign,
    ActionCreate,
    ActionCreateAgent,
    ActionDelete,
    ActionDeleteAgent,
    ActionRead,
    ActionReadPersonal,
    ActionSsh,
    ActionShare,
    ActionUnassign,
    ActionUpdate,
    ActionUpdateAgent,
    ActionUpdatePersonal,
    ActionUse,
    ActionViewInsights,
    ActionWorkspaceStart,
    ActionWorkspaceStop,
    /// A value that is not listed.
    Other(String),
}

string_enum!(RbacAction {
    ActionApplicationConnect = "application_connect", ActionAssign = "assign",
    ActionCreate = "create", ActionCreateAgent = "create_agent", ActionDelete = "delete",
    ActionDeleteAgent = "delete_agent", ActionRead = "read", ActionReadPersonal = "read_personal",
    ActionSsh = "ssh", ActionShare = "share", ActionUnassign = "unassign", ActionUpdate = "update",
    ActionUpdateAgent = "update_agent", ActionUpdatePersonal = "update_personal", ActionUse = "use",
    ActionViewInsights = "view_insights", ActionWorkspaceStart = "start",
    ActionWorkspaceStop = "stop", ..Other
});

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RbacResource {
    ResourceWildcard,
    ResourceAiGatewayKey,
    ResourceAiModelPrice,
    ResourceAiProvider,
    ResourceAiSeat,
    ResourceAibridgeInterception,
    ResourceApiKey,
    ResourceAssignOrgRole,
    ResourceAssignRole,
    ResourceAuditLog,
    ResourceBoundaryLog,
    ResourceBoundaryUsage,
    ResourceChat,
    ResourceConnectionLog,
    ResourceCryptoKey,
    ResourceDebugInfo,
    ResourceDeploymentConfig,
    ResourceDeploymentStats,
    ResourceFile,
    ResourceGroup,
    ResourceGroupMember,
    ResourceIdpsyncSettings,
    ResourceInboxNotification,
    ResourceLicense,
    ResourceNotificationMessage,
    ResourceNotificationPreference,
    ResourceNotificationTemplate,
    ResourceOauth2App,
    ResourceOauth2AppCodeToken,
    ResourceOauth2AppSecret,
    ResourceOrganization,
    ResourceOrganizationMember,
    ResourcePrebuiltWorkspace,
    ResourceProvisionerDaemon,
    ResourceProvisionerJobs,
    ResourceReplicas,
    ResourceSystem,
    ResourceTailnetCoordinator,
    ResourceTask,
    ResourceTemplate,
    ResourceUsageEvent,
    ResourceUser,
    ResourceUserSecret,
    ResourceUserSkill,
    ResourceWebpushSubscription,
    ResourceWorkspace,
    ResourceWorkspaceAgentDevcontainers,
    ResourceWorkspaceAgentResourceMonitor,
    ResourceWorkspaceDormant,
    ResourceWorkspaceProxy,
    /// A value that is not listed.
    Other(String),
}

string_enum!(RbacResource {
    ResourceWildcard = "*", ResourceAiGatewayKey = "ai_gateway_key",
    ResourceAiModelPrice = "ai_model_price", ResourceAiProvider = "ai_provider",
    ResourceAiSeat = "ai_seat", ResourceAibridgeInterception = "aibridge_interception",
    ResourceApiKey = "api_key", ResourceAssignOrgRole = "assign_org_role",
    ResourceAssignRole = "assign_role", ResourceAuditLog = "audit_log",
    ResourceBoundaryLog = "boundary_log", ResourceBoundaryUsage = "boundary_usage",
    ResourceChat = "chat", ResourceConnectionLog = "connection_log",
    ResourceCryptoKey = "crypto_key", ResourceDebugInfo = "debug_info",
    ResourceDeploymentConfig = "deployment_config", ResourceDeploymentStats = "deployment_stats",
    ResourceFile = "file", ResourceGroup = "group", ResourceGroupMember = "group_member",
    ResourceIdpsyncSettings = "idpsync_settings", ResourceInboxNotification = "inbox_notification",
    ResourceLicense = "license", ResourceNotificationMessage = "notification_message",
    ResourceNotificationPreference = "notification_preference",
    ResourceNotificationTemplate = "notification_template", ResourceOauth2App = "oauth2_app",
    ResourceOauth2AppCodeToken = "oauth2_app_code_token",
    ResourceOauth2AppSecret = "oauth2_app_secret", ResourceOrganization = "organization",
    ResourceOrganizationMember = "organization_member",
    ResourcePrebuiltWorkspace = "prebuilt_workspace",
    ResourceProvisionerDaemon = "provisioner_daemon", ResourceProvisionerJobs = "provisioner_jobs",
    ResourceReplicas = "replicas", ResourceSystem = "system",
    ResourceTailnetCoordinator = "tailnet_coordinator", ResourceTask = "task",
    ResourceTemplate = "template", ResourceUsageEvent = "usage_event", ResourceUser = "user",
    ResourceUserSecret = "user_secret", ResourceUserSkill = "user_skill",
    ResourceWebpushSubscription = "webpush_subscription", ResourceWorkspace = "workspace",
    ResourceWorkspaceAgentDevcontainers = "workspace_agent_devcontainers",
    ResourceWorkspaceAgentResourceMonitor = "workspace_agent_resource_monitor",
    ResourceWorkspaceDormant = "workspace_dormant", ResourceWorkspaceProxy = "workspace_proxy",
    ..Other
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Role {
    pub display_name: Option<String>,
    pub name: Option<String>,
    pub organization_id: Option<Uuid>,
    /// OrganizationMemberPermissions are specific for the organization in the field 'OrganizationID' above.
    pub organization_member_permissions: Option<Vec<Permission>>,
    /// OrganizationPermissions are specific for the organization in the field 'OrganizationID' above.
    pub organization_permissions: Option<Vec<Permission>>,
    pub site_permissions: Option<Vec<Permission>>,
    pub user_permissions: Option<Vec<Permission>>,
}

object!(Role {
    optional display_name, optional name, optional organization_id,
    optional organization_member_permissions, optional organization_permissions,
    optional site_permissions, optional user_permissions,
});

#[derive(Debug, Clone, PartialEq, Default)]
pub struct SlimRole {
    pub display_name: Option<String>,
    pub name: Option<String>,
    pub organization_id: Option<String>,
}

object!(SlimRole { optional display_name, optional name, optional organization_id });

#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateRoles {
    pub roles: Option<Vec<String>>,
}

object!(UpdateRoles { optional roles });

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum UserStatus {
    UserStatusActive,
    UserStatusDormant,
    UserStatusSuspended,
    /// A value that is not listed.
    Other(String),
}

string_enum!(UserStatus {
    UserStatusActive = "active", UserStatusDormant = "dormant", UserStatusSuspended = "suspended",
    ..Other
});
